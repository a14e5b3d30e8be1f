/**
 * What a destination gets next, and what it still has to get: the newest first, and what it missed
 * behind that, as fast as is allowed. No connection, thread or clock comes in here, and no rule
 * about how a value is written. Read {@link dev.penstock.flow.delivery.Delivery} first.
 */
package dev.penstock.flow.delivery;
