/**
 * What is sealed, as JSON that loses nothing. Who asks and how does not come in here. Read {@link
 * dev.penstock.web.internal.form.RecordForm} first.
 */
@NullMarked
package dev.penstock.web.internal.form;

import org.jspecify.annotations.NullMarked;
