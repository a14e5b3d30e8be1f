/**
 * How commands write JSON for programs. What is written does not come in here. Read {@link
 * dev.penstock.cli.json.JsonText} first.
 */
@NullMarked
package dev.penstock.cli.json;

import org.jspecify.annotations.NullMarked;
