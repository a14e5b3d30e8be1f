/**
 * {@code penstock verify-certificate}: tells whether a certificate of continuity is true. The rules
 * are in core/flow; nothing here judges. Read {@link
 * dev.penstock.cli.continuity.VerifyCertificateCommand} first.
 */
@NullMarked
package dev.penstock.cli.continuity;

import org.jspecify.annotations.NullMarked;
