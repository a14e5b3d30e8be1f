/**
 * The pages of the console, as files to hand out by whoever serves HTTP. What they do is in {@code
 * console/}, in TypeScript; no Java code knows more of it than names and bytes, and no request is
 * answered here. Read {@link ConsoleFiles}.
 */
@NullMarked
package dev.penstock.console;

import org.jspecify.annotations.NullMarked;
