import { join } from "node:path";
import type { EngineSession } from "../host/engine.ts";
import { writeText } from "../host/files.ts";
import { tail } from "./go-command.ts";

const folder = "same-network";
const buildTimeoutMs = 300_000;

/**
 * Runs its arguments with a seccomp filter (seccomp(2)) that lets setns(2) into a network namespace succeed without
 * doing anything. Tests with `bpf` privileges have one network namespace and cannot create another, so entering any
 * they can name changes nothing; but the kernel asks for CAP_SYS_ADMIN even to enter the current one, as netlink
 * libraries do.
 */
const program = `package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"unsafe"
)

type instruction struct {
	code   uint16
	jt, jf uint8
	k      uint32
}

type filter struct {
	length       uint16
	instructions *instruction
}

const (
	load        = 0x20
	jumpIfEqual = 0x15
	give        = 0x06
	allow       = 0x7fff0000
	succeed     = 0x00050000
	newNetwork  = 0x40000000
)

// The audit architecture of linux/audit.h and the number of setns.
var numbers = map[string][2]uint32{"amd64": {0xc000003e, 308}, "arm64": {0xc00000b7, 268}}

func main() {
	runtime.LockOSThread()
	path, err := exec.LookPath(os.Args[1])
	if err != nil {
		fail(err)
	}
	if about, known := numbers[runtime.GOARCH]; known {
		code := []instruction{
			{load, 0, 0, 4},
			{jumpIfEqual, 0, 5, about[0]},
			{load, 0, 0, 0},
			{jumpIfEqual, 0, 3, about[1]},
			{load, 0, 0, 24},
			{jumpIfEqual, 0, 1, newNetwork},
			{give, 0, 0, succeed},
			{give, 0, 0, allow},
		}
		rules := filter{uint16(len(code)), &code[0]}
		const setSeccomp, withFilter = 22, 2
		if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, setSeccomp, withFilter, uintptr(unsafe.Pointer(&rules))); errno != 0 {
			fail(errno)
		}
		runtime.KeepAlive(code)
	}
	fail(syscall.Exec(path, os.Args[1:], os.Environ()))
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(125)
}
`;

/**
 * Builds the program that wraps tests with `bpf` privileges.
 *
 * @param workFolder the session's work folder on this machine.
 * @returns its path in the engine, or why there is none.
 */
export async function buildSameNetwork(
  session: EngineSession,
  workFolder: string,
): Promise<{ readonly path: string } | { readonly reason: string }> {
  await writeText(join(workFolder, folder, "main.go"), program);
  const path = `${session.scratch}/${folder}`;
  const { status, stderr } = await session.run({
    command: ["go", "build", "-o", path, `${session.work}/${folder}/main.go`],
    cwd: session.scratch,
    env: { GO111MODULE: "off", GOFLAGS: "", GOTOOLCHAIN: "local", CGO_ENABLED: "0" },
    privileges: "tool",
    timeoutMs: buildTimeoutMs,
  });
  return status === 0 ? { path } : { reason: tail(stderr, 3) };
}
