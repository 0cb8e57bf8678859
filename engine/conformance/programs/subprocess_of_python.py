"""`subprocess` with this Python itself: what it is given, what it answers, how it ends."""
import os
import subprocess
import sys

P = sys.executable


def run(*args, **more):
    done = subprocess.run([P, *args], capture_output=True, text=True, **more)
    print(done.returncode, repr(done.stdout), repr(done.stderr.splitlines()[-1:]))


run("-c", "print('hi'); import sys; print(sys.argv, file=sys.stderr); sys.exit(3)", "a", "b")
run("-c", "import sys; print(sys.stdin.read().upper())", input="abc\ndef\n")
run("-c", "1/0")
run("-c", "x =")
run("-I", "-c", "import sys; print(sys.flags.isolated, sys.flags.ignore_environment, sys.flags.safe_path)")
run("-B", "-W", "error", "-X", "name=value", "-c", "import sys; print('error' in sys.warnoptions, sys._xoptions['name'], sys.dont_write_bytecode)")
run("-", "x", input="import sys; print(sys.argv)")
run("-m", "json.tool", input='{"a": 1}')
print(subprocess.run([P, "-m", "nosuchmodule"], capture_output=True).returncode)
code = "import os, sys; print('out', flush=True); print('err', file=sys.stderr); print(os.environ.get('K'))"
done = subprocess.run([P, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, "K": "v"})
print(done.stdout)
os.environ["ZZ"] = "7"
print(subprocess.check_output([P, "-c", "import os; print(os.environ['ZZ'])"]))
try:
    subprocess.check_call([P, "-c", "1/0"], stderr=subprocess.DEVNULL)
except subprocess.CalledProcessError as e:
    print(e.returncode)
for bad in (["nosuchprogram", "x"],):
    try:
        subprocess.run(bad)
    except OSError as e:
        print(type(e).__name__, e)
try:
    subprocess.run([P, "-c", "1"], cwd="/nowhere")
except OSError as e:
    print(type(e).__name__, e)
p = subprocess.Popen([P, "-c", "for i in range(3): print(i)"], stdout=subprocess.PIPE, text=True)
print(list(p.stdout), p.wait(), p.poll())
p.stdout.close()
p = subprocess.Popen([P, "-c", "print(input() + '!')"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
print(p.communicate("x\n"))
p = subprocess.Popen([P, "-c", "import time; time.sleep(100)"])
p.kill()
print(p.wait())
