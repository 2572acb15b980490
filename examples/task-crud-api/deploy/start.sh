#!/bin/bash
# Brings the database to the newest revision, then becomes the application.
set -e
cd "${APP_HOME:-/app}/backend"

limbeck upgrade head

exec "${@:-true}"
