/**
 * How commands on the same machine talk to a running node: a socket in its folder. What a command
 * does stays with the node. Start with {@link dev.penstock.node.control.ControlServer}.
 */
@NullMarked
package dev.penstock.node.control;

import org.jspecify.annotations.NullMarked;
