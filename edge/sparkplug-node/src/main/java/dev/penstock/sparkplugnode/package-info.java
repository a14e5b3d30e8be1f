/**
 * The edge node of Sparkplug B as a destination: what plants say goes to hosts, current values as
 * such and missed ones as history. No socket comes in here, and no rule about what is said when.
 * Read {@link dev.penstock.sparkplugnode.SparkplugDestination} first.
 */
@NullMarked
package dev.penstock.sparkplugnode;

import org.jspecify.annotations.NullMarked;
