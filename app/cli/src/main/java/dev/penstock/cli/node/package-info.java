/**
 * Commands that run a node. What a node does does not come in here. Read {@link
 * dev.penstock.cli.node.UpCommand} first.
 */
@NullMarked
package dev.penstock.cli.node;

import org.jspecify.annotations.NullMarked;
