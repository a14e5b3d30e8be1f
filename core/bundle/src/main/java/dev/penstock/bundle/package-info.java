/**
 * What is handed to an auditor in one file, and what can be said of it without anybody else:
 * docs/formats/bundle.md. No file, thread or clock comes in here, and no trust that was not given
 * from outside. Read {@link dev.penstock.bundle.BundleChecker} first.
 */
@NullMarked
package dev.penstock.bundle;

import org.jspecify.annotations.NullMarked;
