import { expect, it } from "vitest";
import { makeCommands } from "../../src/verify/precheck.ts";

const makefile = `SHELL := bash
all: precheck build ## Everything.

words: ## Looks for words.
	@$(ECHO_CHECK) contrib/scripts/check-words.sh
	$(QUIET) contrib/scripts/check-words.sh

check-version:
ifneq ($(WANTED),$(INSTALLED))
	@echo "another Go"
	@exit 1
endif

precheck: check-version words ## What a pull request has to pass.
ifeq ($(SKIP_GENERATED),"false")
	@$(ECHO_CHECK) contrib/scripts/check-generated.sh
	$(QUIET) contrib/scripts/check-generated.sh
endif
	@$(ECHO_CHECK) vet
	$(QUIET)$(GO) run ./tools/vet \\
		./...
	$(QUIET) contrib/scripts/check-words.sh
	$(QUIET) $(MAKE) -C bpf build_all
	$(MAKE) fuzz

fuzz:
	contrib/scripts/check-fuzz.sh
build:
	$(GO) build ./...
`;

it("gives the commands of a target, of those it needs and of those it calls, each once", () => {
  expect(makeCommands(makefile, "precheck")).toEqual([
    "contrib/scripts/check-words.sh",
    "contrib/scripts/check-generated.sh",
    "go run ./tools/vet ./...",
    "make -C bpf build_all",
    "contrib/scripts/check-fuzz.sh",
  ]);
});

it("finds nothing where there is no such target, or one that needs itself", () => {
  expect(makeCommands("precheck := x\n", "precheck")).toEqual([]);
  expect(makeCommands("a: b\nb: a\n\ttrue\n", "a")).toEqual(["true"]);
});
