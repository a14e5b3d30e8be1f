/**
 * How long work shows how far it has come. Nothing about the work itself comes in here. Read {@link
 * dev.penstock.cli.progress.Progress} first.
 */
@NullMarked
package dev.penstock.cli.progress;

import org.jspecify.annotations.NullMarked;
