import _opcode, _string
src='x = 1 # c\nif x:\n    y = f"a{x!r:>{3}}b"\n\nclass A: pass\\\n\ns = """a\nb"""\n@f\ndef g(): return 1+\\\n 2\n'
import _tokenize
it=iter(src.splitlines(True))
for t in _tokenize.TokenizerIter(it.__next__, extra_tokens=True): print(t)
it=iter(src.encode().splitlines(True))
print(len(list(_tokenize.TokenizerIter(it.__next__, encoding='utf-8', extra_tokens=True))))
for bad in ('x = (1,\n', 'a\n  b\n c\n', '"abc\n', 'x = $\n'):
    it=iter(bad.splitlines(True))
    try:
        for t in _tokenize.TokenizerIter(it.__next__, extra_tokens=True): pass
    except SyntaxError as e: print(type(e).__name__, e.msg, e.lineno, e.offset)
print(_opcode.get_nb_ops()); print(_opcode.get_intrinsic1_descs(), _opcode.get_intrinsic2_descs(), _opcode.get_special_method_names(), _opcode.ENABLE_SPECIALIZATION, _opcode.ENABLE_SPECIALIZATION_FT, _opcode.get_specialization_stats())
for f in ('has_arg','has_const','has_name','has_jump','has_free','has_local','is_valid'): print(f, [i for i in range(121) if getattr(_opcode,f)(i)])
print(list(_string.formatter_parser('a{b!r:>{w}}c{{d}}{}{x[1].y:z}')), [(a, list(b)) for a,b in map(_string.formatter_field_name_split, ('a.b[c].d','0[1].x','','12','a[b]'))])
for i in (44,45,100): print(_opcode.stack_effect(i, 1), _opcode.stack_effect(i,1,jump=True), _opcode.stack_effect(i,1,jump=False))
