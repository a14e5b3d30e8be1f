/**
 * Whether a node keeps everything and grows by nothing over hours in which its broker comes and
 * goes. What is measured in rounds does not come in here. Read {@link
 * dev.penstock.bench.soak.SoakRun} first, then {@link dev.penstock.bench.soak.Verdict}.
 */
@NullMarked
package dev.penstock.bench.soak;

import org.jspecify.annotations.NullMarked;
