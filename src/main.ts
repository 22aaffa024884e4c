process.stdout.write("sumo-provision\n");
