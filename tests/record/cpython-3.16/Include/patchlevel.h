#define PY_VERSION              "3.16.0b1"
