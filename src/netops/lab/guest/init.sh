#!/bin/sh
# First process of the guest. "init.sh" under User-Mode Linux; "init.sh host FD" in namespaces of the machine's kernel.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
here=$(dirname "$0")
line=/dev/ttyS1
[ "$1" = host ] && line=fd:$2

mount -t proc proc /proc
if [ "$line" = /dev/ttyS1 ]; then
    mount -t sysfs sysfs /sys
    mkdir -p /dev/pts
    mount -t devpts devpts /dev/pts
    hostname lab
fi
mount -t tmpfs -o mode=755 tmpfs /run

shared=/run/lab/shared
mkdir -p /run/netns /run/lab/ns /run/lab/nodes "$shared/lib/netops/lab" "$shared/pycache" "$shared/tools"
: >"$shared/lib/netops/__init__.py"
: >"$shared/lib/netops/lab/__init__.py"
cp "$here/../mux.py" "$here/../nodes.py" "$shared/lib/netops/lab/"
cp -r "$here" "$shared/lib/netops/lab/guest"
mv "$shared/lib/netops/lab/guest/tools/"* "$shared/tools/"
[ "$line" = /dev/ttyS1 ] || rm "$shared/tools/nft"    # the machine's kernel has the families
chmod 755 "$shared/tools/"*
cp /usr/bin/setpriv "$shared/become-root"
chmod 4755 "$shared/become-root"
mount -t tmpfs tmpfs /tmp    # only now: the package may lie below /tmp

ip link set lo up

export PYTHONPATH="$shared/lib" PYTHONPYCACHEPREFIX="$shared/pycache"
/usr/bin/python3 -S -s -P -m netops.lab.guest.agent "$line"    # not exec: the shell stays and reaps orphans
[ "$line" = /dev/ttyS1 ] && echo o >/proc/sysrq-trigger && sleep 10
