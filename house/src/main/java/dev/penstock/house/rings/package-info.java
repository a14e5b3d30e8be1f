/**
 * Who may see whom, and what core may not touch; read from the compiled classes and the poms. A
 * rule about the text of a file belongs to tidy. Read {@link dev.penstock.house.rings.RingRules}
 * first.
 */
@NullMarked
package dev.penstock.house.rings;

import org.jspecify.annotations.NullMarked;
