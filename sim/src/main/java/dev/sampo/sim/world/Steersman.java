package dev.sampo.sim.world;

import dev.sampo.job.JobStatus;
import dev.sampo.planning.Input;
import dev.sampo.sim.check.Sometimes;

/** Pauses a client's job, perhaps, and has it go on after a while; says both until it is heard. */
final class Steersman {
    private static final int PAUSES_WITHIN = 800;
    private static final int RESUMES_WITHIN = 2_000;

    private enum Wish {
        NONE,
        PAUSE,
        REST,
        RESUME,
        DONE
    }

    private final World world;
    private final Clients clients;
    private final Client client;
    private Wish wish;
    private long ticket;

    Steersman(World world, Clients clients, Client client) {
        this.world = world;
        this.clients = clients;
        this.client = client;
        this.wish = world.steer.happens(0.2) ? Wish.NONE : Wish.DONE;
    }

    void begin() {
        if (wish == Wish.NONE) {
            wish = Wish.PAUSE;
            world.timeline.after(world.steer.below(PAUSES_WITHIN), this::pause);
        }
    }

    private void pause() {
        if (wish == Wish.PAUSE) {
            ticket = clients.ticketFor(client);
            clients.ask(client.partition(), new Input.Pause(ticket, client.job()));
            world.timeline.after(world.patience(), this::pause);
        }
    }

    private void resume() {
        if (wish == Wish.RESUME) {
            ticket = clients.ticketFor(client);
            clients.ask(client.partition(), new Input.Resume(ticket, client.job()));
            world.timeline.after(world.patience(), this::resume);
        }
    }

    void hear(long answered, JobStatus status) {
        if (answered != ticket) {
            return;
        }
        if (wish == Wish.PAUSE) {
            if (status == JobStatus.PAUSED) {
                world.tally.hit(Sometimes.PAUSED_UNDER_WAY);
            }
            wish = Wish.REST;
            world.timeline.after(world.steer.below(RESUMES_WITHIN), () -> {
                wish = Wish.RESUME;
                resume();
            });
        } else if (wish == Wish.RESUME) {
            wish = Wish.DONE;
        }
    }

    /** A pause that was said twice may arrive after the job was resumed. */
    void see(JobStatus status) {
        if (wish == Wish.DONE && status == JobStatus.PAUSED) {
            wish = Wish.RESUME;
            resume();
        }
    }

    boolean isContent() {
        return wish == Wish.DONE;
    }
}
