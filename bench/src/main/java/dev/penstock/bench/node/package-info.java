/**
 * What the whole node costs: records from its journal into its log, and its start. The node is used
 * as the command line uses it; nothing of it is replaced. Read {@link
 * dev.penstock.bench.node.SealBench} first.
 */
@NullMarked
package dev.penstock.bench.node;

import org.jspecify.annotations.NullMarked;
