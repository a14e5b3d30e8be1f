/**
 * A request as the endpoints see it, and what they answer: parameters with their ranges, problems,
 * times and cursors. The server's own types do not come in here. Read {@link
 * dev.penstock.web.internal.call.Route} first.
 */
@NullMarked
package dev.penstock.web.internal.call;

import org.jspecify.annotations.NullMarked;
