#define PY_MAJOR_VERSION        3
#define PY_MINOR_VERSION        14

#define PY_VERSION              "3.14.7+"
