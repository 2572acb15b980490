#!/usr/bin/env bash
# What a change has to pass: a chain that stands, and a database that it brings to the models.
set -euo pipefail
limbeck db wait --timeout 60
limbeck test
limbeck db create
limbeck upgrade head
limbeck check
