#define PY_MAJOR_VERSION        3
#define PY_MINOR_VERSION        15

#define PY_VERSION              "3.15.0rc1+"
