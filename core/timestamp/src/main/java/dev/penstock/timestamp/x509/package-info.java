/**
 * Certificates, lists of revoked ones, answers about revocation (RFC 5280, RFC 6960), and which
 * signatures count. What is read is judged against other certificates that are given; no trust is
 * kept here. Read {@link dev.penstock.timestamp.x509.Certificate} first, then {@link
 * dev.penstock.timestamp.x509.PathFinder}.
 */
package dev.penstock.timestamp.x509;
