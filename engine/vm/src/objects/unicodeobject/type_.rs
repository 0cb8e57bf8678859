//! `str`: its constructor and slots (`PyUnicode_Type` of `Objects/unicodeobject.c`).
