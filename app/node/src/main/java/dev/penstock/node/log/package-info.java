/**
 * What a node says of itself while it runs, for those who run it: one event, one line. Evidence
 * does not come in here, nor any content of messages or any secret. Read {@link
 * dev.penstock.node.log.NodeLog} first.
 */
@NullMarked
package dev.penstock.node.log;

import org.jspecify.annotations.NullMarked;
