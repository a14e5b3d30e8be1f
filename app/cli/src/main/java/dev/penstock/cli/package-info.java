/**
 * The {@code penstock} command: its sub-commands, listed in the one place where the product is
 * wired. No rule about evidence or plants comes in here; a command asks core and tells the answer.
 * Read {@link dev.penstock.cli.Main} first.
 */
@NullMarked
package dev.penstock.cli;

import org.jspecify.annotations.NullMarked;
