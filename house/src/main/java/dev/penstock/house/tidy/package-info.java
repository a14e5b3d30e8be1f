/**
 * What a formatter cannot see: the size of files and methods, what a package says of itself, tests
 * that assert nothing, names and texts that must not be committed. Who depends on whom belongs to
 * rings. Read {@link dev.penstock.house.tidy.TextRules} first.
 */
@NullMarked
package dev.penstock.house.tidy;

import org.jspecify.annotations.NullMarked;
