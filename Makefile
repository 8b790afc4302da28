# The tasks of every day. `make` lists them. Each line shows the command, so that it can be run without make.
MVN ?= mvn -B -ntp
MODULE ?= $(firstword $(subst /, ,$(shell find */src/test/java -name '$(CLASS).java')))

.PHONY: help build test test-all quickstart report format clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## compile everything, without tests
	$(MVN) -DskipTests verify

test: ## one test class of any module: make test CLASS=HealthTest
	@test -n "$(CLASS)" || { echo "Name a test class: make test CLASS=HealthTest"; exit 2; }
	@test -n "$(MODULE)" || { echo "No module has a test class $(CLASS)."; exit 2; }
	$(MVN) -pl $(MODULE) -am test -Dtest='$(CLASS)' -Dsurefire.failIfNoSpecifiedTests=false

test-all: ## every test, as CI runs them
	$(MVN) verify

quickstart: ## the sweep of the README, into out/quickstart
	submit/promptsweep run conf/quickstart.conf --out out/quickstart

report: ## the page of out/quickstart again
	submit/promptsweep report out/quickstart

format: ## format the sources
	$(MVN) spotless:apply

clean: ## remove what was built
	$(MVN) clean
