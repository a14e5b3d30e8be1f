/**
 * Bundles of evidence on the command line: made of what a node sealed, and checked as an auditor
 * does. What holds is decided in core/bundle. Read {@link
 * dev.penstock.cli.bundle.VerifyCommand} first.
 */
@NullMarked
package dev.penstock.cli.bundle;

import org.jspecify.annotations.NullMarked;
