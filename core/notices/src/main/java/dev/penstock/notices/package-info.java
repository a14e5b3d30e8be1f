/**
 * What people are told without having asked: conditions that begin and end, who is told of them,
 * and when somebody else is. No socket, no thread and no word of a mail server comes in here; who
 * sends is elsewhere. Read {@link dev.penstock.notices.NoticeBoard} first.
 */
package dev.penstock.notices;
