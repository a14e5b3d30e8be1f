/**
 * The node: opens what lies in the data folder, wires the pumps to it, and ends everything in
 * order. No rule about evidence or plants comes in here. Read {@link dev.penstock.node.Node} first.
 */
@NullMarked
package dev.penstock.node;

import org.jspecify.annotations.NullMarked;
