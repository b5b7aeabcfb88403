/** What happens, for those who watch: told where it happens and to whoever listens there, never kept and never waited for. */
package dev.sampo.telemetry;
