# Targets with a comment behind ## are listed by make alone.

# Gin reads msgpack without the first tag, which adds 6 MB for a format nobody sends.
# The second keeps the WebP encoder from looking for a C library on the machine.
GO_TAGS = -tags nomsgpack,nodynamic
FUZZTIME ?= 20s
SOAK ?= 10m
VERSION = $(shell git describe --always --dirty 2>/dev/null || echo development)

.DEFAULT_GOAL = help
.PHONY: help run build test check format vet staticcheck race bench soak fuzz golden clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The demonstration's council; a name that is set already is kept.
run: export INEWS_NAME := $(or $(INEWS_NAME),Wealdshire Ideas)
run: export INEWS_ORGANISATION := $(or $(INEWS_ORGANISATION),Wealdshire County Council)
run: export INEWS_SUMMARY := $(or $(INEWS_SUMMARY),New ideas from your county council, tried in the open.)
run: build ## Serve a working site with demonstration content, on a private database
	@[ -n "$$INEWS_DATABASE_URL" ] || sh .ci/need postgresql
	@bin/inews migrate
	@bin/inews demo
	@exec bin/inews serve

build: ## Build bin/inews
	go build $(GO_TAGS) -ldflags "-X main.version=$(VERSION)" -o bin/inews ./cmd/inews

test: ## Run every test; what they need is installed or named
	@sh .ci/need postgresql chromium node
	go test $(GO_TAGS) -timeout 40m ./...

check: format vet staticcheck race ## Format, vet, staticcheck, and every test with the race detector: what a change must pass

format: ## Name files that gofmt would change
	@unformatted=$$(gofmt -l cmd federation internal migrations web); \
		[ -z "$$unformatted" ] || { echo "gofmt would change:" $$unformatted; exit 1; }

vet: ## Run go vet
	go vet $(GO_TAGS) ./...

staticcheck: ## Run staticcheck
	go tool staticcheck $(GO_TAGS) ./...

race: ## Run every test with the race detector
	@sh .ci/need postgresql chromium node
	go test $(GO_TAGS) -race -timeout 60m ./...

bench: ## Run the benchmarks; those of whole servers print ratios to a baseline, the median of five rounds
	@sh .ci/need postgresql
	go test $(GO_TAGS) -run '^$$' -bench . -benchmem -timeout 40m $$(go list ./... | grep -v /interop$$)
	go test $(GO_TAGS) -run '^$$' -bench . -benchtime 5x -timeout 40m ./internal/interop

soak: ## Load a server for SOAK (10m) among peers that fail; print a page of its health
	@sh .ci/need postgresql
	SOAK=$(SOAK) go test $(GO_TAGS) -run '^TestCheck60' -count=1 -v -timeout 0 ./internal/interop

fuzz: ## Run each fuzz target for FUZZTIME (20s)
	@for package in $$(grep -rl '^func Fuzz' --include='*_test.go' . | xargs -n 1 dirname | sort -u); do \
		for target in $$(go test $(GO_TAGS) -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			go test $(GO_TAGS) -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
		done; \
	done

golden: ## Write the golden files anew; read the difference before you commit it
	@for package in $$(grep -rl '"update"' --include='*_test.go' . | xargs -n 1 dirname | sort -u); do \
		go test $(GO_TAGS) $$package -update || exit 1; \
	done

clean: ## Remove what was built; the data folder stays
	rm -rf bin
