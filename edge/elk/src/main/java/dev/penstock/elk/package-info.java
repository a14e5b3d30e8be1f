/**
 * Places for the boxes and lines of a map, found by the Eclipse Layout Kernel. What a box means or
 * how it looks does not come in here. Read {@link dev.penstock.elk.ElkLayout} first.
 */
@NullMarked
package dev.penstock.elk;

import org.jspecify.annotations.NullMarked;
