/**
 * Which codes of findings there are. What a finding is about and when it is made does not come in
 * here: each part knows that of its own. Read {@link dev.penstock.flow.finding.FindingCodes} first.
 */
@NullMarked
package dev.penstock.flow.finding;

import org.jspecify.annotations.NullMarked;
