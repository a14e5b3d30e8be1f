/**
 * The exit codes that all commands share. No behaviour comes in here. Read {@link
 * dev.penstock.cli.exit.ExitCode} first.
 */
@NullMarked
package dev.penstock.cli.exit;

import org.jspecify.annotations.NullMarked;
