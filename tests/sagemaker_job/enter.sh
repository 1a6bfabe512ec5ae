#!/bin/bash
# Becomes one instance of a job: ROOT is /opt/ml, HOSTS is /etc/hosts, and what tests installed cannot be changed.
# Run in namespaces of its own (mount, PID, UTS); the rest of the arguments is the container's entrypoint.
set -e
root=$1 hosts=$2 name=$3 python=$4
shift 4
if [ ! -d /opt/ml ]; then # a mount point needs a folder, and /opt is the machine's
    mount -t tmpfs tmpfs "$root/../over"
    mkdir "$root/../over/upper" "$root/../over/work"
    mount -t overlay overlay -o "lowerdir=/opt,upperdir=$root/../over/upper,workdir=$root/../over/work" /opt
    mkdir /opt/ml
fi
mount --bind "$root" /opt/ml
mount --bind "$hosts" /etc/hosts
mount --bind "$python" "$python"
mount -o remount,bind,ro "$python"
hostname "$name"
cd /
exec "$@"
