#define PY_MAJOR_VERSION        3
#define PY_MINOR_VERSION        16

#define PY_VERSION              "3.16.0a0"
