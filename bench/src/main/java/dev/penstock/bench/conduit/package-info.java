/**
 * What a decision of the policy costs, beside a bare lookup. No node, device or socket comes in
 * here: how requests are read from a protocol is measured by the gateway's bench. Read {@link
 * dev.penstock.bench.conduit.ConduitBench} first.
 */
@NullMarked
package dev.penstock.bench.conduit;

import org.jspecify.annotations.NullMarked;
