/**
 * Notices as syslog messages over TLS, to the operator's collector. Nothing is received here, and
 * no message goes over a way that can be changed unseen. Read {@link
 * dev.penstock.notices.send.syslog.SyslogSender} first.
 */
@NullMarked
package dev.penstock.notices.send.syslog;

import org.jspecify.annotations.NullMarked;
