/**
 * A policy made ready to answer in microseconds, the rates that it counts, and the long answer for
 * people. What a rule means does not come in here: this says the same as reading all rules one
 * after the other, faster. Read {@link dev.penstock.conduit.compiled.CompiledPolicy} first, then
 * {@link dev.penstock.conduit.compiled.Judge}.
 */
@NullMarked
package dev.penstock.conduit.compiled;

import org.jspecify.annotations.NullMarked;
