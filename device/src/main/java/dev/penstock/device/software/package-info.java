/**
 * The two homes a device with a file system and no secure hardware uses: its key in a file, its
 * chain's memory in a folder. Nothing of the chain's rules comes in here. Read {@link
 * dev.penstock.device.software.FolderStore} first.
 */
package dev.penstock.device.software;
