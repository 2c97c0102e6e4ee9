#define PY_VERSION              "3.14.0b1+"
