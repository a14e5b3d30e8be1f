/**
 * Processes that stand beside a bench: children with our own classes, which are asked line by line,
 * and the broker mosquitto. What is measured with them does not come in here. Read {@link
 * dev.penstock.bench.peer.Children} first, then {@link dev.penstock.bench.peer.Child}.
 */
@NullMarked
package dev.penstock.bench.peer;

import org.jspecify.annotations.NullMarked;
