/** What happened to a job, put into words. */
package dev.sampo.story;
