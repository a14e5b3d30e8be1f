/**
 * How fast a bundle is verified, beside its hashes and signatures alone. Nothing that is shipped
 * comes in here. Read {@link dev.penstock.bench.bundle.BundleBench} first.
 */
@NullMarked
package dev.penstock.bench.bundle;

import org.jspecify.annotations.NullMarked;
