/**
 * The certificate authority of a site and the certificates it issues, on files, on Bouncy Castle's
 * writer of X.509. Who may have a certificate is not decided here, and no socket is opened. Start
 * with {@link dev.penstock.certificates.SiteAuthority}.
 */
@NullMarked
package dev.penstock.certificates;

import org.jspecify.annotations.NullMarked;
