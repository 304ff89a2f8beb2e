import { join } from "node:path";
import type { EngineSession } from "../host/engine.ts";
import { writeText } from "../host/files.ts";
import { tail } from "./go-command.ts";

const folder = "seccomp-wrapper";
const buildTimeoutMs = 300_000;

/**
 * Runs its arguments with a seccomp filter (seccomp(2)) that lets two calls succeed without doing anything:
 * - setns(2) into a network namespace. Tests with `bpf` privileges have one and cannot create another, so entering
 *   any they can name changes nothing; but the kernel asks for CAP_SYS_ADMIN even to enter the current one, as netlink
 *   libraries do.
 * - raising the limit on locked memory (setrlimit(2)), which needs CAP_SYS_RESOURCE. BPF maps count as locked memory
 *   in kernels before 5.11 alone.
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
	load         = 0x20
	jumpIfEqual  = 0x15
	give         = 0x06
	allow        = 0x7fff0000
	succeed      = 0x00050000
	newNetwork   = 0x40000000
	lockedMemory = 8
)

// The architecture of linux/audit.h, and numbers of system calls.
var numbers = map[string]struct{ architecture, setns, setrlimit, prlimit uint32 }{
	"amd64": {0xc000003e, 308, 160, 302},
	"arm64": {0xc00000b7, 268, 164, 261},
}

// What a filter reads of a call: its number, its architecture, and the lower and upper half of each argument.
const number, architecture = 0, 4

func lower(argument uint32) uint32 { return 16 + 8*argument }
func upper(argument uint32) uint32 { return lower(argument) + 4 }

// A call that has these values succeeds.
type call []struct{ at, value uint32 }

func program(calls ...call) []instruction {
	var code []instruction
	for _, values := range calls {
		for i, one := range values {
			rest := uint8(2*(len(values)-i) - 1)
			code = append(code, instruction{load, 0, 0, one.at}, instruction{jumpIfEqual, 0, rest, one.value})
		}
		code = append(code, instruction{give, 0, 0, succeed})
	}
	return append(code, instruction{give, 0, 0, allow})
}

func main() {
	runtime.LockOSThread()
	path, err := exec.LookPath(os.Args[1])
	if err != nil {
		fail(err)
	}
	if about, known := numbers[runtime.GOARCH]; known {
		code := program(
			call{{architecture, about.architecture}, {number, about.setns}, {lower(1), newNetwork}},
			call{{architecture, about.architecture}, {number, about.setrlimit}, {lower(0), lockedMemory}},
			// A call that only reads the limit has a place for the old one.
			call{{architecture, about.architecture}, {number, about.prlimit}, {lower(1), lockedMemory}, {lower(3), 0}, {upper(3), 0}},
		)
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
export async function buildSeccompWrapper(
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
