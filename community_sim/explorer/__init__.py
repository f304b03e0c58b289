"""A page where levers are pulled and answered with paired runs: state, runs, pictures, serving."""
