import sys
print(sys.version_info, sys.version_info[:2], sys.version_info.major, sys.version_info >= (3, 14))
print(type(sys.version_info).__name__, isinstance(sys.version_info, tuple), len(sys.version_info))
print(sys.flags.optimize, sys.flags.utf8_mode, sys.flags.dev_mode, len(sys.flags))
print(sys.float_info.max, sys.float_info.dig, sys.int_info, sys.hash_info.modulus)
print(sys.implementation.name, sys.implementation.cache_tag, sys.maxsize, sys.byteorder, sys.maxunicode)
print(sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.is_finalizing())
print("json" in sys.stdlib_module_names, "nowhere" in sys.stdlib_module_names, "sys" in sys.builtin_module_names)
for bad in [lambda: setattr(sys.version_info, "major", 4), lambda: sys.version_info.nope]:
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
