/**
 * What people did, as an auditor searches it and as other systems take it. Where the records are
 * and who may see them is not decided here. Read {@link dev.penstock.audit.AuditRow} first.
 */
@NullMarked
package dev.penstock.audit;

import org.jspecify.annotations.NullMarked;
