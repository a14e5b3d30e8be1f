/**
 * JSON as this API writes it. What is written does not come in here. Read {@link
 * dev.penstock.web.internal.json.JsonWriter} first.
 */
@NullMarked
package dev.penstock.web.internal.json;

import org.jspecify.annotations.NullMarked;
