/**
 * A policy as a section of a file that people write and read. What a rule means does not come in
 * here. Read {@link dev.penstock.conduit.form.PolicyReader} first.
 */
@NullMarked
package dev.penstock.conduit.form;

import org.jspecify.annotations.NullMarked;
